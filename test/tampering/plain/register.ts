import { register } from 'node:module';

/**
 * What is tried here needs the test library, and the planted faults need the verifier's own specs; both ask for jest's globals. In a plain
 * process they get those of `globals.ts`: a start of jest for each fault would take minutes.
 */
const globals = new URL('globals.js', import.meta.url).href;

const hook = `export const resolve = (name, context, next) =>
  name === '@jest/globals' ? { url: ${JSON.stringify(globals)}, shortCircuit: true } : next(name, context);`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);
