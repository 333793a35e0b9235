export { KafkaConfig, kafkaSettings } from './kafka.config.js';
export { type ExchangeParts, exchangeModule, type OpenedExchange } from './open-exchange.js';
