import type { RouteFacts } from './openapi/described.js';

/** What the source says of the routes and reflection does not. `npm run tables` writes it; a spec holds it equal to the source. */
export const routeFacts = JSON.parse(`{"routes":{
"DevelopmentTokensController.issue":{"about":"A token in the roles asked for, for trying the ledger. Who may: anybody on this machine, as it serves on loopback only.","answer":{"type":"object","properties":{"token":{"type":"string"}},"required":["token"]},"codes":[]},
"HealthController.alive":{"about":"The process runs.","answer":{"type":"object","properties":{"status":{"const":"ok"}},"required":["status"]},"codes":[]},
"HealthController.ready":{"about":"The process can do its work; otherwise a problem document names what is missing.","answer":{"type":"object","properties":{"status":{"const":"ok"}},"required":["status"]},"codes":["NOT_READY"]},
"MetricsController.measured":{"about":"What the process measures of itself, as Prometheus reads it.","answer":{"type":"string"},"codes":[]},
"OpenApiController.json":{"about":"This description: OpenAPI 3.1.","answer":{"type":"object"},"codes":[]},
"OpenApiController.page":{"about":"The same to read: one page without scripts.","answer":{"type":"string"},"codes":[]},
"StartController.icon":{"about":"The sign of the pages, a drawing.","answer":{"type":"string"},"codes":[]},
"StartController.start":{"about":"Where to go on: the interface, the health of the service, and the pages of the source that show calls. A browser, which asks for HTML, gets a page that leads to what anybody may read.","answer":{"$ref":"#/components/schemas/Start"},"file":"text/html; charset=utf-8","codes":[]}
},"answers":{
"Start":{"type":"object","properties":{"name":{"type":"string"},"interface":{"type":"string"},"openapi":{"type":"string"},"health":{"type":"string"},"ready":{"type":"string"},"docs":{"type":"array","items":{"type":"string"}}},"required":["name","interface","openapi","health","ready","docs"]}
}}`) as RouteFacts;
