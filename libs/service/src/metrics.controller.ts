import { Controller, Get, Header } from '@nestjs/common';
import { Registry } from 'prom-client';

/** A place for what a process measures of itself. */
export const metricsRegistry = (): Registry => new Registry();

@Controller()
export class MetricsController {
  constructor(private readonly registry: Registry) {}

  /** What the process measures of itself, as Prometheus reads it. */
  @Get('metrics')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  measured(): Promise<string> {
    return this.registry.metrics();
  }
}
