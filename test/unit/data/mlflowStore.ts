/** An MLflow database with the tables that MLflow 3 makes, for tests. */
import { DatabaseSync } from 'node:sqlite';

/** As `mlflow db upgrade` leaves them, without what is not read. */
const schema = `
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version VALUES ('bf29a5ff90ea');
CREATE TABLE experiments (experiment_id INTEGER NOT NULL, name VARCHAR(256) NOT NULL, artifact_location VARCHAR(256),
  lifecycle_stage VARCHAR(32), creation_time BIGINT, last_update_time BIGINT, CONSTRAINT experiment_pk PRIMARY KEY (experiment_id));
CREATE TABLE runs (run_uuid VARCHAR(32) NOT NULL, name VARCHAR(250), source_type VARCHAR(20), source_name VARCHAR(500),
  entry_point_name VARCHAR(50), user_id VARCHAR(256), status VARCHAR(9), start_time BIGINT, end_time BIGINT,
  source_version VARCHAR(50), lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200), experiment_id INTEGER, deleted_time BIGINT,
  CONSTRAINT run_pk PRIMARY KEY (run_uuid));
CREATE TABLE latest_metrics ("key" VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT, step BIGINT NOT NULL,
  is_nan BOOLEAN NOT NULL, run_uuid VARCHAR(32) NOT NULL, CONSTRAINT latest_metric_pk PRIMARY KEY ("key", run_uuid));
CREATE TABLE params ("key" VARCHAR(250) NOT NULL, value VARCHAR(8000) NOT NULL, run_uuid VARCHAR(32) NOT NULL,
  CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid));
CREATE TABLE tags ("key" VARCHAR(250) NOT NULL, value VARCHAR(8000), run_uuid VARCHAR(32) NOT NULL,
  CONSTRAINT tag_pk PRIMARY KEY ("key", run_uuid));
CREATE TABLE datasets (dataset_uuid VARCHAR(36) NOT NULL, experiment_id INTEGER NOT NULL, name VARCHAR(500) NOT NULL,
  digest VARCHAR(36) NOT NULL, dataset_source_type VARCHAR(36) NOT NULL, dataset_source TEXT NOT NULL);
CREATE TABLE inputs (input_uuid VARCHAR(36) NOT NULL, source_type VARCHAR(36) NOT NULL, source_id VARCHAR(36) NOT NULL,
  destination_type VARCHAR(36) NOT NULL, destination_id VARCHAR(36) NOT NULL, step BIGINT DEFAULT '0' NOT NULL);
`;

/** 2026-11-02T09:31:00Z. */
const firstRunMs = 1_793_611_860_000;

/** Makes a database with two runs of `delay` (the second newer), one deleted run, and one of a deleted experiment. */
export function writeMlflowDatabase(file: string): void {
  const database = openMlflowDatabase(file);
  database.close();
}

/** The same, left open for what a test wants to add. */
export function openMlflowDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(schema);
  database.exec(`
    INSERT INTO experiments VALUES (0, 'Default', '', 'active', 1, 1), (1, 'delay', '', 'active', 1, 1), (2, 'old', '', 'deleted', 1, 1);
    INSERT INTO latest_metrics VALUES ('recall', 0.61, 1, 3, 0, 'first'), ('recall', 0.64, 1, 0, 0, 'second'),
      ('loss', 0, 1, 0, 1, 'second'), ('gain', 1.7976931348623157e308, 1, 0, 0, 'second'), ('recall', 0.9, 1, 0, 0, 'gone');
    INSERT INTO params VALUES ('lr', '0.1', 'second');
    INSERT INTO tags VALUES ('mlflow.source.git.commit', '${'a'.repeat(40)}', 'second'), ('other', NULL, 'second');
    INSERT INTO datasets VALUES ('d1', 1, 'flights', '9d2f', 'local', '{}');
    INSERT INTO inputs VALUES ('i1', 'DATASET', 'd1', 'RUN', 'second', 0);
  `);
  const insert = database.prepare("INSERT INTO runs VALUES (?, ?, 'LOCAL', '', '', 'me', ?, ?, ?, '', ?, '', ?, NULL)");
  insert.run('first', 'one', 'FINISHED', firstRunMs, firstRunMs + 1000, 'active', 1);
  insert.run('second', 'two', 'FAILED', firstRunMs + 2000, firstRunMs + 3000, 'active', 1);
  insert.run('gone', 'three', 'FINISHED', firstRunMs, firstRunMs, 'deleted', 1);
  insert.run('old', 'four', 'FINISHED', firstRunMs, firstRunMs, 'active', 2);
  return database;
}
