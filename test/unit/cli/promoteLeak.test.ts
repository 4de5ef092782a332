/** Promotion keeps what a notebook computes, mistakes included. */
import { expect, it } from 'vitest';
import { runInMemory } from '../../support/memoryCommandLine.ts';

const leaking = `# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# %%
flights = pd.read_csv("flights.csv")
scaler = StandardScaler()
X = scaler.fit_transform(flights[["hour", "distance"]])
y = flights["late"]

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression()
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

it('promotes a leak as it is, though a fix for it was tried, and names it', async () => {
  const { files, out } = await runInMemory(['promote', 'delay.py', '--out', 'delay'], {
    'delay.py': leaking,
    'flights.csv': 'hour,distance,late\n1,2,0\n',
  });
  const written = [...files]
    .filter(([name]) => name.endsWith('.py'))
    .map(([, text]) => text)
    .join('\n');
  expect(written).toMatch(/scaler\.fit_transform\)?\(flights\[\["hour", "distance"\]\]\)|fit_transform\)?\(flights\[/u);
  expect(written).not.toMatch(/fit_transform\)?\(X_train\)/u);
  expect(out).toContain('leak/preprocessing');
});
