import type { EventName } from '#libs/domain';
import type { JsonObject, PayloadClass } from '#libs/ledger';
import { exampleOf, routesOf } from '#libs/service';

import { NextLetter } from './communications/next-letter.js';
import { recordedOf } from './described-routes.js';
import { controllers } from './registry-parts.js';
import { ReportOrder } from './reports/report-order.js';
import { giveExamples } from './request-examples.js';

/** The route that records events of a type. */
export interface RecordingRoute {
  readonly type: EventName;
  readonly method: string;
  /** As its controller writes it: `/v1/allegations/:id/links`. */
  readonly path: string;
  readonly body: PayloadClass;
  /** A body that it takes. */
  readonly example: JsonObject;
}

/** Of these the ledger says itself what the event is about: the next number, what a draft is made of. */
const byTheLedger: readonly PayloadClass[] = [NextLetter, ReportOrder];

/** The routes that record what stands in their body, one for each type, as the controllers' decorators say them. */
export function recordingRoutes(): RecordingRoute[] {
  giveExamples();
  return controllers.flatMap(routesOf).flatMap(({ method, path, body }) => {
    if (body === undefined || body === 'file' || byTheLedger.includes(body)) return [];
    const type = recordedOf(body);
    // A member without a value is none in JSON.
    const example = JSON.parse(JSON.stringify(exampleOf(body) ?? {})) as JsonObject;
    return type === undefined ? [] : [{ type, method, path, body, example }];
  });
}
