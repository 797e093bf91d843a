"""What the routes of sign-up and renewal ask of the gateway."""

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from ansim.identity.budgets import CodeBudgets
from ansim.notices.channels.messages import Channel
from ansim.visitor.api.endpoint import Gatekeeper
from ansim.visitor.api.functions import Pool
from ansim.visitor.session.credential import Issuer
from ansim.visitor.session.nonces import Nonces
from ansim.visitor.session.session_tokens import Sessions


class SessionDesk(Gatekeeper, Protocol):
    """The gateway as sign-up and renewal see it."""

    sessions: Sessions
    credentials: Issuer
    nonces: Nonces
    phone_key: bytes
    code_key: bytes
    vault_key: X25519PublicKey
    identity: Pool
    messages: Channel | None
    mail: Channel | None
    budgets: CodeBudgets
    host: str
