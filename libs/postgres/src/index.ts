export { Connections, type ConnectionsOptions } from './connections.js';
export { Line } from './line.js';
