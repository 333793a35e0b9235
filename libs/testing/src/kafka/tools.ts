import { kafkaClassPath } from './artifacts.js';

const java = (main: string): string =>
  `java -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp '${kafkaClassPath()}' ${main}`;

/** The shell commands behind the scripts of a Kafka distribution, by the name of the script. */
export const kafkaTools = (): Readonly<Record<string, string>> => ({
  'kafka-topics.sh': java('org.apache.kafka.tools.TopicCommand'),
  'kafka-acls.sh': java('org.apache.kafka.tools.AclCommand'),
  'kafka-console-producer.sh': java('org.apache.kafka.tools.ConsoleProducer'),
});
