#!/usr/bin/env bash
# Makes the topics of a ledger on a Kafka, and the rules for who may write and read them. Can be run again; changes no topic that is there.
# `npm run tables` writes this file from libs/kafka/src/topics.ts.
#
#   KAFKA_BIN=/opt/kafka/bin deploy/kafka-topics.sh HOST:PORT [AGENCY…]
#
# COMMAND_CONFIG  properties by which the tools prove to the brokers that they may do this
# ACLS=no         makes topics only, on brokers without an authorizer
# Users of the brokers: `exchange`, `operator`, and each agency under its name, which reads in groups that begin with it and a dot.
set -euo pipefail

servers=${1:?usage: kafka-topics.sh HOST:PORT [AGENCY…]}
shift
at=(--bootstrap-server "$servers")
if [ -n "${COMMAND_CONFIG:-}" ]; then at+=(--command-config "$COMMAND_CONFIG"); fi
bin=${KAFKA_BIN:+$KAFKA_BIN/}

for agency in "$@"; do
  if ! [[ $agency =~ ^[a-z][a-z0-9-]{1,39}$ ]] || [ "$agency" = public ] || [ "$agency" = dead-letters ]; then
    echo "not the name of an agency: $agency" >&2
    exit 2
  fi
done

# topic NAME PARTITIONS SETTING…
topic() {
  local name=$1 partitions=$2 setting settings=()
  shift 2
  for setting in "$@"; do settings+=(--config "$setting"); done
  "${bin}kafka-topics.sh" "${at[@]}" --create --if-not-exists --topic "$name" --partitions "$partitions" "${settings[@]}"
}

# allow USER "OPERATION…" RESOURCE…
allow() {
  [ "${ACLS:-yes}" = yes ] || return 0
  local user=$1 operation operations=()
  for operation in $2; do operations+=(--operation "$operation"); done
  shift 2
  "${bin}kafka-acls.sh" "${at[@]}" --add --force --allow-principal "User:$user" "${operations[@]}" "$@" >/dev/null
}

topic "ledger.events.public.v1" 12 cleanup.policy=delete retention.ms=-1 retention.bytes=-1
topic "ledger.submissions.dead-letters.v1" 1 cleanup.policy=delete retention.ms=-1 retention.bytes=-1
topic "ledger.consumption.v1" 1 cleanup.policy=delete retention.ms=-1 retention.bytes=-1 compression.type=uncompressed
for agency in "$@"; do
  topic "ledger.events.$agency.v1" 12 cleanup.policy=delete retention.ms=-1 retention.bytes=-1
  topic "ledger.submissions.$agency.v1" 1 cleanup.policy=delete retention.ms=-1 retention.bytes=-1 compression.type=uncompressed
  topic "ledger.receipts.$agency.v1" 1 cleanup.policy=delete retention.ms=-1 retention.bytes=-1
done

allow exchange "Write Describe" --topic "ledger.events.public.v1" --topic "ledger.submissions.dead-letters.v1"
allow exchange "Read Describe" --topic "ledger.consumption.v1"
allow operator "Read Describe" --topic "ledger.submissions.dead-letters.v1"
allow '*' "Read Describe" --topic "ledger.events.public.v1"
allow exchange Read --group ledger-exchange. --resource-pattern-type prefixed
allow exchange "Read Describe" --topic "ledger.submissions.dead-letters.v1"
allow '*' Read --group public. --resource-pattern-type prefixed
for agency in "$@"; do
  allow exchange "Write Describe" --topic "ledger.events.$agency.v1" --topic "ledger.receipts.$agency.v1"
  allow exchange "Read Describe" --topic "ledger.submissions.$agency.v1"
  allow "$agency" "Write Describe" --topic "ledger.submissions.$agency.v1" --topic "ledger.consumption.v1"
  allow "$agency" "Read Describe" --topic "ledger.events.$agency.v1" --topic "ledger.receipts.$agency.v1"
  allow "$agency" Read --group "$agency." --resource-pattern-type prefixed
done
