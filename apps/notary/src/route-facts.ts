import type { RouteFacts } from '#libs/service';

/** What the source says of the routes and reflection does not. `npm run tables` writes it; a spec holds it equal to the source. */
export const routeFacts = JSON.parse(`{"routes":{
"ProofsController.checkpoint":{"about":"A signed tree head, a C2SP tlog-checkpoint: with a token the newest, otherwise the one that is public, at most a minute older.","answer":{"type":"string"},"codes":["JSON_VALUE","NOTARY_UNAVAILABLE"]},
"ProofsController.entries":{"about":"The statements of a tile (C2SP tlog-tiles), for auditors only.","file":"application/octet-stream","codes":["JSON_INVALID","JSON_VALUE","NOTARY_UNAVAILABLE","PAYLOAD_TOO_LARGE","ROUTE_UNKNOWN","STORE_FOREIGN"]},
"ProofsController.pinned":{"about":"What a verifier pins, \`trust.json\`.","answer":{"type":"string"},"codes":["JSON_VALUE","NOTARY_UNAVAILABLE"]},
"ProofsController.proof":{"about":"Proof that the event stands in the log, a C2SP tlog-proof; with the statement beside it, a receipt.","answer":{"type":"string"},"codes":["EVENT_UNKNOWN","NOTARY_UNAVAILABLE"]},
"ProofsController.tile":{"about":"A hash tile (C2SP tlog-tiles).","file":"application/octet-stream","codes":["JSON_VALUE","NOTARY_UNAVAILABLE","POSITION_UNKNOWN","ROUTE_UNKNOWN"]}
},"answers":{

}}`) as RouteFacts;
