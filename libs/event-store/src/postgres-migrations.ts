/**
 * What brings an empty database to the newest version, one text per version, applied in order and never backwards. What has been released
 * is never edited; a new one comes with a fixture of the version before it.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE event (
     position    bigint  NOT NULL,
     stream      text    NOT NULL COLLATE "C",
     revision    integer NOT NULL,
     id          uuid    NOT NULL,
     payload     bytea   NOT NULL,
     kid         text    NOT NULL COLLATE "C",
     signature   bytea   NOT NULL,
     boxes       bytea,
     disclosures bytea,
     req         bytea,
     CONSTRAINT event_position PRIMARY KEY (position),
     CONSTRAINT event_revision UNIQUE (stream, revision),
     CONSTRAINT event_id UNIQUE (id)
   );
   CREATE TABLE head (single boolean PRIMARY KEY DEFAULT true CHECK (single), size bigint NOT NULL) WITH (fillfactor = 10);
   INSERT INTO head (size) VALUES (0);`,
  // Names the append that made the head, so that one sent behind it can ask for it. The rights of the roles come with every migration.
  `ALTER TABLE head ADD COLUMN append uuid;`,
];

/** The version of the tables that this release works with. A database with a higher one was made by a newer release and is refused. */
export const schemaVersion = migrations.length;
