/** A notebook with the same hostile text wherever rules look at texts: paths, columns, literals, commands, outputs. */

/** A secret that only its name tells; it may be shown nowhere. */
export const namedSecret = 'hunter2secret';

/** @param text stands in code as a string of Python, in commands, in outputs, tags, and in what is run */
export function hostileCells(text: string): readonly string[] {
  const value = JSON.stringify(text);
  const line = text.replace(/[\r\n]/g, ' ');
  return [
    `import pandas as pd\nimport numpy as np\npassword = "${namedSecret}"\nsettings = {"api_key": "${namedSecret}1"}\nframe = pd.read_csv(${value})`,
    `other = pd.read_csv("data/" + ${value} + ".csv")\nframe.drop(${value}, axis=1)\nframe = frame.drop(${value}, inplace=True)`,
    `frame[frame[${value}] > 1][${value}] = ${value}\nframe[${value}].fillna(${value}, inplace=True)\nopen("/home/" + ${value})`,
    `connect(password="${namedSecret}").read(${value}).replace(${value}, "password=${namedSecret}")\nprint(missing_name)`,
    `%run ${line}`,
    `!curl ${line}`,
    `!pip install ${line}`,
    `def late(x):\n    return x[frame, ${value}]\n\n\nframe = late(${value})`,
    `sizes = {${value}: 1, "b": 2, "password": "${namedSecret}"}\nframe = pd.get_dummies(frame, columns=[${value}])\nprint(frame.shape, late(1))`,
    line,
    `# plumbline: ignore[${line}] ${line}\nprint(1)`,
  ];
}

export function hostileNotebook(text: string): string {
  const cells = hostileCells(text).map((source, index) => ({
    cell_type: 'code',
    id: `id-${index}`,
    metadata: { tags: [text] },
    source: source.match(/[^\n]*\n|[^\n]+$/g) ?? [],
    execution_count: index + 1,
    outputs: [
      { output_type: 'stream', name: 'stdout', text: `${text} password=${namedSecret} AKIAQ3EGRTSDJQWERTYU` },
      { output_type: 'error', ename: text, evalue: text, traceback: [text] },
    ],
  }));
  return JSON.stringify(
    { cells, metadata: { kernelspec: { name: text, language: 'python' } }, nbformat: 4, nbformat_minor: 5 },
    null,
    1,
  );
}
