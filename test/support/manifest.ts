/** The extension's manifest and its texts, parsed, for tests that compare them with the code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

export const repository = path.resolve(import.meta.dirname, '../..');

const menuEntry = z.object({ command: z.string(), when: z.string().optional(), group: z.string().optional() });

const setting = z.object({
  type: z.string(),
  scope: z.enum(['window', 'resource', 'machine', 'machine-overridable', 'application']),
  default: z.unknown(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  additionalProperties: z.object({ enum: z.array(z.string()) }).optional(),
  markdownDescription: z.string(),
});

const manifest = z.object({
  name: z.string(),
  publisher: z.string(),
  main: z.string(),
  engines: z.object({ vscode: z.string() }),
  devDependencies: z.record(z.string(), z.string()),
  icon: z.string(),
  l10n: z.string(),
  activationEvents: z.array(z.string()),
  capabilities: z.object({
    untrustedWorkspaces: z.object({
      supported: z.union([z.boolean(), z.literal('limited')]),
      restrictedConfigurations: z.array(z.string()),
    }),
    virtualWorkspaces: z.object({ supported: z.union([z.boolean(), z.literal('limited')]) }),
  }),
  contributes: z.object({
    languages: z.array(
      z.object({
        id: z.string(),
        filenames: z.array(z.string()),
        extensions: z.array(z.string()),
        configuration: z.string(),
        icon: z.object({ light: z.string(), dark: z.string() }),
      }),
    ),
    grammars: z.array(z.object({ language: z.string(), scopeName: z.string(), path: z.string() })),
    snippets: z.array(z.object({ language: z.string(), path: z.string() })),
    commands: z.array(
      z.object({ command: z.string(), category: z.string(), title: z.string(), enablement: z.string().optional() }),
    ),
    menus: z.record(z.string(), z.array(menuEntry)),
    configuration: z.object({ properties: z.record(z.string(), setting) }),
    walkthroughs: z.array(
      z.object({
        id: z.string(),
        steps: z.array(
          z.object({
            id: z.string(),
            description: z.string(),
            media: z.object({ svg: z.string(), altText: z.string() }),
            completionEvents: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
});

/** package.json, as far as it speaks to VS Code. */
export function readManifest(): z.infer<typeof manifest> {
  return manifest.parse(JSON.parse(readManifestText()));
}

export function readManifestText(): string {
  return readFileSync(path.join(repository, 'package.json'), 'utf8');
}

/** The English texts that stand for the `%keys%` of the manifest. */
export function readManifestMessages(): Readonly<Record<string, string>> {
  const text = readFileSync(path.join(repository, 'package.nls.json'), 'utf8');
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}
