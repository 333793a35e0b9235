import { type TopicParty, type TopicRow, topicSettings, topicTable } from '#libs/kafka';

const rows = Object.values(topicTable);
const shared = rows.filter(({ name }) => !name.includes('{agency}'));
const perAgency = rows.filter((row) => !shared.includes(row));

const inShell = ({ name }: TopicRow): string => `"${name.replace('{agency}', '$agency')}"`;
const made = (row: TopicRow): string => `topic ${inShell(row)} ${row.partitions} ${settingsOf(row)}`;
const resource = (row: TopicRow): string => `--topic ${inShell(row)}`;
const userOf = (party: TopicParty): string => (party === 'agency' ? '"$agency"' : party === 'everyone' ? "'*'" : party);
const settingsOf = (row: TopicRow): string =>
  Object.entries(topicSettings(row))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** What one party may do: a line for all topics it writes, and one for all it reads. */
function allowed(party: TopicParty, among: readonly TopicRow[]): string[] {
  const line = (operations: string, topics: readonly TopicRow[]): string[] =>
    topics.length === 0 ? [] : [`allow ${userOf(party)} "${operations}" ${topics.map(resource).join(' ')}`];
  return [
    ...line(
      'Write Describe',
      among.filter(({ writer }) => writer === party),
    ),
    ...line(
      'Read Describe',
      among.filter(({ readers }) => readers === party),
    ),
  ];
}

const heading = `#!/usr/bin/env bash
# Makes the topics of a ledger on a Kafka, and the rules for who may write and read them. Can be run again; changes no topic that is there.
# \`npm run tables\` writes this file from libs/kafka/src/topics.ts.
#
#   KAFKA_BIN=/opt/kafka/bin deploy/kafka-topics.sh HOST:PORT [AGENCY…]
#
# COMMAND_CONFIG  properties by which the tools prove to the brokers that they may do this
# ACLS=no         makes topics only, on brokers without an authorizer
# Users of the brokers: \`exchange\`, \`operator\`, and each agency under its name, which reads in groups that begin with it and a dot.
set -euo pipefail

servers=\${1:?usage: kafka-topics.sh HOST:PORT [AGENCY…]}
shift
at=(--bootstrap-server "$servers")
if [ -n "\${COMMAND_CONFIG:-}" ]; then at+=(--command-config "$COMMAND_CONFIG"); fi
bin=\${KAFKA_BIN:+$KAFKA_BIN/}

for agency in "$@"; do
  if ! [[ $agency =~ ^[a-z][a-z0-9-]{1,39}$ ]] || [ "$agency" = public ] || [ "$agency" = dead-letters ]; then
    echo "not the name of an agency: $agency" >&2
    exit 2
  fi
done

`;

const tools = `# topic NAME PARTITIONS SETTING…
topic() {
  local name=$1 partitions=$2 setting settings=()
  shift 2
  for setting in "$@"; do settings+=(--config "$setting"); done
  "\${bin}kafka-topics.sh" "\${at[@]}" --create --if-not-exists --topic "$name" --partitions "$partitions" "\${settings[@]}"
}

# allow USER "OPERATION…" RESOURCE…
allow() {
  [ "\${ACLS:-yes}" = yes ] || return 0
  local user=$1 operation operations=()
  for operation in $2; do operations+=(--operation "$operation"); done
  shift 2
  "\${bin}kafka-acls.sh" "\${at[@]}" --add --force --allow-principal "User:$user" "\${operations[@]}" "$@" >/dev/null
}

`;

/** `deploy/kafka-topics.sh`: makes every topic and the rules for who may do what with it, from the table of topics. */
export const topicsScript = (): string => `${heading}${tools}${shared.map(made).join('\n')}
for agency in "$@"; do
${perAgency.map((row) => `  ${made(row)}`).join('\n')}
done

${(['exchange', 'operator', 'everyone'] as const).flatMap((party) => allowed(party, shared)).join('\n')}
allow exchange Read --group ledger-exchange. --resource-pattern-type prefixed
allow exchange "Read Describe" ${resource(topicTable.deadLetters)}
allow '*' Read --group public. --resource-pattern-type prefixed
for agency in "$@"; do
${[...allowed('exchange', perAgency), ...allowed('agency', rows)].map((line) => `  ${line}`).join('\n')}
  allow "$agency" Read --group "$agency." --resource-pattern-type prefixed
done
`;
