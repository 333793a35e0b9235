import { topicName } from '#libs/kafka';
import { type Description, giveExample } from '#libs/service';

import { RebuildRequest } from './http/rebuild-request.js';
import { routeFacts } from './route-facts.js';

/** The exchange's paths have no parameters. */
export const description: Description = { facts: routeFacts, parameters: {} };

export const giveExamples = (): void => giveExample(RebuildRequest, { topic: topicName('publicEvents') });
