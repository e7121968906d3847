/** npm run mock [port]: serves the made-up shop until it is stopped. */
import { startMock } from './server.mjs';

const { url } = await startMock({ port: Number(process.argv[2] ?? 0), needsLogin: process.argv.includes('--login') });
console.log(`READY url=${url}/`);
