export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

/** Where the brokers are and how one proves who one is. */
export interface KafkaSettings {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  /** By which the brokers tell their clients apart. */
  readonly clientId: string;
  /** With it the connection is TLS; `authority` is the only one trusted, in PEM, else those the system trusts. */
  readonly tls?: { readonly authority?: string };
  readonly login?: { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string };
}
