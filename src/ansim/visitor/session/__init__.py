"""Sign-up, session tokens, credentials and their renewal."""

__all__ = [
    "addresses",
    "credential",
    "demo_page",
    "issuer_key",
    "nonces",
    "problems",
    "renewals",
    "session_desk",
    "session_tokens",
    "signup",
]
