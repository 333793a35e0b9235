import type { Reading } from './reading.js';
import type { Flag } from './view.js';

const doubtful = ['REFERENCE_SCANNED', 'SEVERAL_REFERENCES'];

/** Why a reading is not confirmed unseen: the number under which the letter stands may be another's. */
export const doubtsAbout = ({ flags }: Reading): Flag[] => flags.filter(({ code }) => doubtful.includes(code));
