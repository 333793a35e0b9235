import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The release that the tests install when the machine has none. */
const kafkaVersion = '4.1.2';
const whatToDo =
  'Kafka is missing: name a running one in KAFKA_BROKERS, or install Java 17 or later and Maven (on Debian: apt-get install openjdk-17-jre-headless maven), or set KAFKA_HOME to an unpacked Apache Kafka 4 beside that Java';
/** Under the names that one release of Debian or the next has. */
const javaPackages = ['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'openjdk-25-jre-headless'];
const leastJava = 17;

/** What goes on Java's class path for a broker and its command-line tools. Throws one sentence that says what to do. */
export function kafkaClassPath(): string {
  const home = installed();
  if (home !== undefined && hasJava()) return join(home, 'libs', '*');
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'allegation-ledger');
  const folder = join(cache, `kafka-${kafkaVersion}`);
  if (!hasJava() || (!existsSync(folder) && !runs('mvn', '-version'))) installTools();
  if (!existsSync(folder)) download(cache, folder);
  return join(folder, '*');
}

/** A distribution that somebody unpacked: `KAFKA_HOME`, or where `kafka-server-start.sh` on the PATH lives. */
function installed(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const homes = [
    process.env['KAFKA_HOME'] ?? '',
    ...onPath.filter((folder) => existsSync(join(folder, 'kafka-server-start.sh'))).map(dirname),
  ];
  return homes.find((home) => home !== '' && holdsKafka4(join(home, 'libs')));
}

const holdsKafka4 = (libs: string): boolean =>
  existsSync(libs) && readdirSync(libs).some((name) => /^kafka_2\.13-4\.\d.*\.jar$/.test(name));

function installTools(): void {
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!mayInstall) throw new Error(whatToDo);
  runs('apt-get', 'update', '-q');
  const options = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
  const installs = (...names: string[]): boolean => runs('apt-get', 'install', ...options, ...names);
  if (!javaPackages.some((java) => installs(java, 'maven')) || !hasJava()) throw new Error(whatToDo);
}

/** An older Java is none: Kafka's classes do not load in it. */
function hasJava(): boolean {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1]) >= leastJava;
}

/** Several suites may do this at once: what is half done never has the name. */
function download(cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'kafka-'));
  writeFileSync(join(work, 'pom.xml'), pom);
  const jars = join(work, 'jars');
  const copied = spawnSync(
    'mvn',
    ['-q', '-B', '-f', join(work, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`],
    { encoding: 'utf8', timeout: 600_000 },
  );
  try {
    if (copied.status !== 0) throw new Error(`${whatToDo}; Maven says: ${copied.stdout.slice(-500)}`);
    if (!existsSync(folder)) renameSync(jars, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status ===
  0;

const dependency = (group: string, artifact: string, version: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>ledger.test</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies>
${dependency('org.apache.kafka', 'kafka_2.13', kafkaVersion)}
${dependency('org.apache.kafka', 'kafka-tools', kafkaVersion)}
${dependency('org.slf4j', 'slf4j-simple', '1.7.36')}
</dependencies></project>
`;
