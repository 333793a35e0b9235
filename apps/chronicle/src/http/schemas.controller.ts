import { Controller, Get, Header, Param } from '@nestjs/common';

import { declarationOf } from '#libs/domain';
import { type JsonObject, LedgerError } from '#libs/ledger';
import { Schemas } from '#libs/service';

/** What the payloads of events look like, for everyone who reads or sends them. */
@Controller('schemas')
export class SchemasController {
  /**
   * JSON Schema (2020-12) of an event type's payload, as it is sent in. Members that are `writeOnly` are sealed: in a statement a digest
   * stands for them.
   */
  @Get(':type/:ver')
  @Header('content-type', 'application/schema+json')
  one(@Param('type') type: string, @Param('ver') ver: string): JsonObject {
    return eventSchema(type, ver);
  }
}

/** Throws `ROUTE_UNKNOWN` for a type or version that this software does not record. */
function eventSchema(type: string, ver: string): JsonObject {
  const declared = declarationOf(type);
  if (declared === undefined || String(declared.ver) !== ver) throw new LedgerError('ROUTE_UNKNOWN');
  const schemas = new Schemas('#/$defs/');
  const schema = schemas.object(declared.payload);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `/schemas/${type}/${ver}`,
    title: type,
    ...schema,
    $defs: schemas.definitions(),
  };
}
