/** What every feature of the adapter shares while one client is connected. */
import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { HintCategory } from '../../../schemas/marginHints.ts';
import type { InitializationOptions } from '../../../schemas/requests.ts';
import type { Settings } from '../../../schemas/settings.ts';
import type { ClientAbilities } from './clientAbilities.ts';
import type { Engine } from './host.ts';
import type { Status } from './status.ts';

export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly engine: Engine;
  readonly options: InitializationOptions;
  readonly abilities: ClientAbilities;
  /** Differs between two starts of the server, so that ids of results from before are never taken for ours. */
  readonly startId: string;
  readonly settings: SettingsReader;
  readonly status: Status;
  /** Resolves when the client may be asked something: after it has said that it is initialized. */
  readonly isReady: Promise<void>;
}

/** Settings as they are now; each method waits until they have been read once. */
export interface SettingsReader {
  ready(): Promise<void>;
  /** Reads them again, as when folders, which have settings of their own, were opened or closed. */
  reread(): void;
  /** Called after settings have changed and been read again, for as long as the client is connected. */
  onChange(listener: () => void): void;
  /** What a verification may take. */
  verification(): Promise<Settings['verification']>;
  /** Whether specs are checked that are not open. */
  checksWorkspace(): Promise<boolean>;
  /** What is noted beside values; empty when nothing is. */
  hintCategories(): Promise<ReadonlySet<HintCategory>>;
  showsCodeLenses(): Promise<boolean>;
  /** Whether the form of data contracts is checked; undefined leaves it to another extension, if there is one. */
  checksContractForm(): Promise<boolean | undefined>;
}
