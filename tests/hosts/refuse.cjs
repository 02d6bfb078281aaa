/** Loaded before anything else: every attempt to use the network is written down and refused. */
const { appendFileSync } = require('node:fs');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

const log = process.env.ODP_SOCKET_LOG;
appendFileSync(log, 'watching\n');

const refuse = (what) => {
  appendFileSync(log, `${what} ${new Error().stack.split('\n')[3]}\n`);
  throw new Error(`${what} is refused`);
};

net.Socket.prototype.connect = () => refuse('connect');
net.Server.prototype.listen = () => refuse('listen');
dgram.createSocket = () => refuse('datagram');
for (const name of Object.keys(dns)) if (/^(lookup|resolve)/.test(name)) dns[name] = () => refuse(`dns ${name}`);
globalThis.fetch = () => refuse('fetch');
