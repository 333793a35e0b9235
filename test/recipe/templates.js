/** The new files of an event type, as someone would begin them. */

export const payload = ({ name }) => `import { OccurredOn } from '../validation.js';

/** Say what happened. Only what the person says: who, when, ids and positions are the server's; seal what may harm anyone named. */
export class ${name} {
  @OccurredOn()
  readonly on: string;
}
`;

export const catalogueLine = ({ name, words }) => `  ${name}: {
    payload: ${name},
    ver: 1,
    recordedBy: ['mandate_clerk'],
    sentence: '${words}',
    icon: 'event',
  },
`;

export const decision = (type) => (type.decides === undefined ? decisionOnStream(type) : decisionOnMore(type));

const decisionOnMore = ({ name, kebab, act, decides }) => `import type { ProposedEvent } from '#libs/ledger';
${decides.imports}
import type { ${name} } from './${kebab}.js';

/** Say when it is refused, by its codes. \`DATE_IN_FUTURE\`. */
export function ${act}(data: ${name}, ${decides.takes}): ProposedEvent[] {
  refuseFuture(data.on, context);
  return [${decides.proposes(name)}];
}
`;

const decisionOnStream = ({
  name,
  kebab,
  act,
  folder,
  events,
  state,
  kind,
}) => `import type { ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { ${events} } from './${folder}.events.js';
import type { ${state} } from './${folder}.js';
import type { ${name} } from './${kebab}.js';

/** Say when it is refused, by its codes. \`DATE_IN_FUTURE\`. */
export function ${act}(
  data: ${name},
  context: DecisionContext & { readonly stream: string },
  _state: ${state},
): ProposedEvent[] {
  refuseFuture(data.on, context);
  const { stream } = context;
  return [{ stream, type: '${name}', version: ${events}.${name}.ver, codes: ${codesOf(kind)}, data }];
}
`;

/** Only letters belong to a file by their stream's name. */
const codesOf = (kind) => (kind === 'communication' ? "[stream.split('-')[1] ?? '']" : '[]');

export const spec = (type) => (type.specifies === undefined ? specOnStream(type) : specOnMore(type));

const specOnMore = ({ name, words, act, actFile, absent, specifies }) => `import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { ${specifies.tools} } from '#libs/testing';
import { ${act} } from './${actFile}.js';
${specifies.imports}

const context = { now: Date.parse('2026-01-10T09:00:00Z'), today: '2026-01-10', ${specifies.context} };
const acting = (past: readonly RecordedEvent[]) => ${act}(payloadExamples.${name}, context, ${specifies.facts});

describe('${words.toLowerCase()}', () => {
  it('is refused where there is nothing it could be about; say so, then what it records and what else refuses it', () =>
    given().when(acting).thenRefused('${absent}'));
});
`;

const specOnStream = ({
  name,
  words,
  act,
  actFile,
  folder,
  fold,
  absent,
  exampleStream,
}) => `import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { given, payloadExamples } from '#libs/testing';
import { ${act} } from './${actFile}.js';
import { ${fold} } from './${folder}.js';

const stream = '${exampleStream}';
const context = { now: Date.parse('2026-01-10T09:00:00Z'), today: '2026-01-10', stream };
const acting = (past: readonly RecordedEvent[]) => ${act}(payloadExamples.${name}, context, ${fold}(past));

describe('${words.toLowerCase()}', () => {
  it('is refused where there is nothing it could be about; say so, then what it records and what else refuses it', () =>
    given().when(acting).thenRefused('${absent}'));
});
`;

export const example = ({ name }) => `  ${name}: { on: '2025-03-10' },\n`;

export const examplesFile = ({ camel }) => `import type { Examples } from './example.js';

export const ${camel}Examples = {
} as const satisfies Examples;
`;

export const serviceMethod = ({
  name,
  act,
  taken,
  stream,
  fold,
}) => `  ${act}(command: CommandRequest, ${taken}, body: ${name}): Promise<Registered> {
    const stream = ${stream};
    return this.registrar.register(command, {
      type: '${name}',
      data: body,
      plan: () => ({
        streams: [stream],
        sealedUnder: [stream],
        decide: (data, facts) => ${act}(data, { ...facts, stream }, ${fold}(facts.events(stream))),
      }),
    });
  }`;

/** The method of a service whose own member takes an act with the function that decides it. */
export const serviceMethodThrough = ({ name, act, taken, stream, member }) =>
  `  ${act}(command: CommandRequest, ${taken}, data: ${name}): Promise<Registered> {
    return this.${member}(command, id, { type: '${name}', data, sealedUnder: [${stream}], decide: ${act} });
  }`;

export const route = ({
  name,
  words,
  act,
  tail,
  parameters,
  handed,
  service,
}) => `  /** ${words}: say in a sentence what it does. */
  @Post('${tail}')
  ${act}(@Command() command: CommandRequest, ${parameters}, @Body() body: ${name}): Promise<Registered> {
    return this.${service}.${act}(command, ${handed}, body);
  }`;

export const routeThrough = ({
  name,
  words,
  act,
  tail,
  parameters,
  handed,
  through,
}) => `  /** ${words}: say in a sentence what it does. */
  @Post('${tail}')
  ${act}(@Command() command: CommandRequest, ${parameters}, @Body() data: ${name}): Promise<Registered> {
    return this.${through}(command, ${handed}, { type: '${name}', data, decide: ${act} });
  }`;
