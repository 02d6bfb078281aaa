/** Loaded before anything else: every attempt to use the network is written down and refused. */
const { appendFileSync } = require('node:fs');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

const log = process.env.ODP_SOCKET_LOG;
appendFileSync(log, 'watching\n');

/** The loader that runs TypeScript in development asks for a pipe to itself; it is refused too, and is none of ours. */
const isLoader = (stack) => /node_modules[\\/]tsx[\\/]/.test(stack);

const refuse = (what) => {
  const { stack } = new Error();
  if (!isLoader(stack)) appendFileSync(log, `${what} ${stack.split('\n').slice(3).join(' ')}\n`);
  throw new Error(`${what} is refused`);
};

net.Socket.prototype.connect = () => refuse('connect');
net.Server.prototype.listen = () => refuse('listen');
dgram.createSocket = () => refuse('datagram');
for (const name of Object.keys(dns)) if (/^(lookup|resolve)/.test(name)) dns[name] = () => refuse(`dns ${name}`);
globalThis.fetch = () => refuse('fetch');
