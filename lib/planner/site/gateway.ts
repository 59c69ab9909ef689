/** Node port of a site's gateway, to which its load balancer sends. */
export const GATEWAY_NODE_PORT = 30443;
