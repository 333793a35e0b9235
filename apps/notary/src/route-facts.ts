import type { RouteFacts } from '#libs/service';

/** What the source says of the routes and reflection does not. `npm run tables` writes it; a spec holds it equal to the source. */
export const routeFacts = JSON.parse(`{"routes":{
"ProofsController.checkpoint":{"about":"The newest tree head, a C2SP tlog-checkpoint.","answer":{"type":"string"},"codes":["NOTARY_UNAVAILABLE"]},
"ProofsController.pinned":{"about":"What a verifier pins, \`trust.json\`.","answer":{"type":"string"},"codes":[]},
"ProofsController.proof":{"about":"Proof that the event stands in the log, a C2SP tlog-proof.","answer":{"type":"string"},"codes":["EVENT_UNKNOWN","NOTARY_UNAVAILABLE"]},
"ProofsController.tile":{"about":"A hash tile (C2SP tlog-tiles).","file":"application/octet-stream","codes":["NOTARY_UNAVAILABLE","POSITION_UNKNOWN","ROUTE_UNKNOWN"]}
},"answers":{

}}`) as RouteFacts;
