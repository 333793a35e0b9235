/** As whom a store works: the registry writes, all others read. */
export type StoreRole = 'writer' | 'reader';

/** The role in the database whose rights, and no more, every connection of such a store has. */
export const roleNames: Readonly<Record<StoreRole, string>> = { writer: 'ledger_writer', reader: 'ledger_reader' };

/**
 * Lets the two roles do what they must, and takes from everyone what nobody needs. Nobody but the tables' owner may change, remove or
 * truncate entries. Roles belong to the whole server, so another database may be making the same ones at this moment. Can be run again.
 */
export const grants = `
DO $grants$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['ledger_writer', 'ledger_reader'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        -- Whoever has made a role without being a superuser may hand it out, but does not have it.
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
          EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
        END IF;
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO ledger_writer, ledger_reader', current_schema());
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO ledger_writer, ledger_reader', current_database());
END
$grants$;
REVOKE ALL ON event, head, event_store_schema FROM PUBLIC, ledger_writer, ledger_reader;
GRANT SELECT ON event, head, event_store_schema TO ledger_writer, ledger_reader;
GRANT INSERT ON event TO ledger_writer;
GRANT UPDATE (size, append) ON head TO ledger_writer;`;
