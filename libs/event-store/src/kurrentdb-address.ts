import { LedgerError } from '#libs/ledger';

/** Schemes of addresses that lead to a KurrentDB; `esdb` is the older name of the same protocol. */
const address =
  /^(?:kurrentdb|esdb)(?<discover>\+discover)?:\/\/(?:(?<credentials>[^:@/?#]+:[^:@/?#]+)@)?(?<hosts>[^@/?#]+)\/?(?:\?(?<query>[^#]+))?$/;

const host = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::(?<port>\d{1,5}))?$/;

interface Option {
  readonly form: RegExp;
  readonly rule: string;
}

const yesOrNo = { form: /^(true|false)$/, rule: 'true or false' };
const amount = { form: /^[1-9]\d{0,6}$/, rule: 'a number' };
const file = { form: /^[^\s&@]+$/, rule: 'the path of a file' };
// The client warns on standard error about anything shorter.
const keepAlive = { form: /^(-1|[1-9]\d{4,6})$/, rule: '-1 or at least 10000' };

/** What may be said behind the `?`. Whatever decides whether an append is answered truly is not open to choice. */
const options: Readonly<Record<string, Option>> = {
  tls: yesOrNo,
  tlsVerifyCert: yesOrNo,
  tlsCAFile: file,
  userCertFile: file,
  userKeyFile: file,
  connectionName: { form: /^[\w.-]{1,60}$/, rule: 'letters, digits and ._-' },
  maxDiscoverAttempts: amount,
  discoveryInterval: amount,
  gossipTimeout: amount,
  keepAliveInterval: keepAlive,
  keepAliveTimeout: keepAlive,
};

const named = new Map(Object.keys(options).map((name) => [name.toLowerCase(), name]));

/** An address the client understands, and the files it names. */
export interface KurrentAddress {
  readonly connection: string;
  /** Decoded: the half of the client that reads takes those in the address as they stand. */
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
  readonly files: readonly { readonly option: string; readonly path: string }[];
}

/**
 * Reads `kurrentdb://user:password@host:port,…?option=value&…`. Throws CONFIGURATION by rule, never by value: the client itself would print
 * an address it does not like, with the password in it, and ignore an option it does not know.
 */
export function parseKurrentAddress(url: string): KurrentAddress {
  const parts = address.exec(url)?.groups;
  if (parts === undefined) throw refused('kurrentdb://user:password@host:port, reserved characters percent-encoded');
  const { discover = '', credentials = '', hosts = '', query = '' } = parts;
  if (!hosts.split(',').every(isHost)) throw refused('host names, each with a port of 1 to 65535 or none');
  if (!isDecodable(credentials)) throw refused('user and password are not percent-encoded');
  const chosen = readOptions(query);
  // Over a connection without TLS they would travel in clear, and a server without TLS asks for none.
  const sent = credentials === '' || chosen.get('tls') === 'false' ? '' : `${credentials}@`;
  const said = [...chosen].map(([name, value]) => `${name}=${value}`).join('&');
  return {
    credentials: credentialsIn(sent),
    connection: `kurrentdb${discover}://${sent}${hosts}${said === '' ? '' : `?${said}`}`,
    files: [...chosen]
      .filter(([name]) => options[name] === file)
      .map(([option, value]) => ({ option, path: decodeURIComponent(value) })),
  };
}

function readOptions(query: string): Map<string, string> {
  const chosen = new Map<string, string>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const at = pair.indexOf('=');
    const name = named.get(pair.slice(0, at).toLowerCase());
    const option = name === undefined ? undefined : options[name];
    if (name === undefined || option === undefined)
      throw refused(`of options it knows ${[...named.values()].join(', ')}`);
    const value = pair.slice(at + 1);
    if (!option.form.test(value) || !isDecodable(value)) throw refused(`${name} is ${option.rule}`);
    if (chosen.has(name)) throw refused(`${name} is said twice`);
    chosen.set(name, value);
  }
  if (chosen.has('userCertFile') !== chosen.has('userKeyFile'))
    throw refused('userCertFile and userKeyFile go together');
  return chosen;
}

function credentialsIn(sent: string): KurrentAddress['credentials'] {
  const [username, password] = sent.slice(0, -1).split(':').map(decodeURIComponent);
  return username === undefined || password === undefined ? undefined : { username, password };
}

function isHost(text: string): boolean {
  const found = host.exec(text);
  const port = Number(found?.groups?.['port'] ?? 2113);
  return found !== null && port > 0 && port <= 65_535;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A refusal of the address the event store was configured with. */
export const refused = (reason: string): LedgerError =>
  new LedgerError('CONFIGURATION', { path: 'EVENT_STORE_URL', reason });
