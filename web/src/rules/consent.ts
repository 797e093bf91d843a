/**
 * The version of what is agreed to, as this app's words say it.
 *
 * It is sent as it stands here: an app that is older than the gateway's words shows the old ones, and is refused.
 */
export const CONSENT_VERSION = "2026-11-28";
