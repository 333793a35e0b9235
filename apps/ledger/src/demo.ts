import { demo } from './demo/demo.js';

process.exitCode = await demo(process.argv.slice(2));
