import { describeKafkaClient } from '#libs/testing';

import { openKafka } from './open-kafka.js';

describeKafkaClient('kafkajs', openKafka);
