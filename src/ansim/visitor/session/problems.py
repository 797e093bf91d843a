"""What may go wrong while somebody proves a number or address, and renews a session."""

from ansim.visitor.api.problems import ProblemKind
from ansim.visitor.api.words import N_

BAD_PHONE = ProblemKind(
    "bad-phone",
    422,
    N_("This is not a mobile number"),
    N_("Type a mobile number, such as 010-0000-0000."),
)
PHONE_LENGTH = ProblemKind(
    "bad-phone",  # as above, with other words
    422,
    N_("This number has too few or too many digits"),
    N_("Check it; a Korean mobile number is written like 010-0000-0000."),
)
PHONE_PREFIX = ProblemKind(
    "bad-phone",
    422,
    N_("The country of this number is not clear"),
    N_("Write it with + and the country code, such as +81 or +86."),
)
PHONE_UNREACHABLE = ProblemKind(
    "phone-unreachable",
    422,
    N_("No text reaches this number"),
    N_("Codes go to mobile numbers in use. Without one, please ask the venue's staff."),
)
PHONE_COUNTRY = ProblemKind(
    "phone-country",
    422,
    N_("No codes are sent to this country"),
    N_("Verify by e-mail instead, or use the venue's paper list."),
)
BAD_EMAIL = ProblemKind(
    "bad-email",
    422,
    N_("This is not an e-mail address"),
    N_("Type it like name@example.org."),
)
NUMBER_WAITS = ProblemKind(
    "number-waits",
    429,
    N_("This number was sent many codes today"),
    N_("Try again tomorrow, or use the venue's paper list."),
)
NETWORK_WAITS = ProblemKind(
    "network-waits",
    429,
    N_("Very many codes were asked for from this network"),
    N_("Try again in {seconds} seconds or with mobile data, or use the venue's paper list."),
)
CODES_WAIT = ProblemKind(
    "codes-wait",
    429,
    N_("Very many codes are being asked for"),
    N_("Try again in {seconds} seconds, or use the venue's paper list."),
)
NO_MAIL = ProblemKind(
    "no-mail-channel",
    503,
    N_("Codes cannot be sent by e-mail here"),
    N_("Please use the venue's paper list."),
)
TOO_MANY_GUESSES = ProblemKind(
    "too-many-guesses",
    429,
    N_("Too many wrong codes for this number today"),
    N_("Try again tomorrow, or use the venue's paper list."),
    86400,
)
TOO_MANY_CODES = ProblemKind(
    "too-many-codes",
    429,
    N_("Too many codes were asked for"),
    N_("A number may ask three times in 10 minutes. Try again in {seconds} seconds."),
)
NO_CHANNEL = ProblemKind(
    "no-message-channel",
    503,
    N_("Codes cannot be sent at the moment"),
    N_("No message channel is set up. Please tell the operator."),
    60,
)
CHANNEL_DOWN = ProblemKind(
    "message-not-sent",
    503,
    N_("The code could not be sent"),
    N_("Please try again in a minute."),
    60,
)
UNKNOWN_VERIFICATION = ProblemKind(
    "unknown-verification", 404, N_("This code has expired"), N_("Please ask for a new code.")
)
WRONG_CODE = ProblemKind(
    "wrong-code",
    422,
    N_("The code is not right"),
    N_("Please check the message. Tries left: {tries_left}."),
)
TOO_MANY_TRIES = ProblemKind(
    "too-many-tries", 429, N_("The code was wrong five times"), N_("Please ask for a new code."), 60
)
BAD_CONSENT = ProblemKind(
    "consent-outdated",
    409,
    N_("The consent has a new version"),
    N_("Please read and accept version {version}."),
)
BAD_DEVICE_KEY = ProblemKind(
    "bad-device-key",
    422,
    N_("The device key cannot be used"),
    N_("Send a public P-256 key as a JWK."),
)

# Credentials and their renewal
BAD_PRESENTATION = ProblemKind(
    "bad-presentation",
    401,
    N_("Please verify your phone again"),
    N_("The credential or its proof is not valid here."),
)
BAD_NONCE = ProblemKind(
    "bad-nonce",
    401,
    N_("Please try again"),
    N_("The nonce was used already, has expired, or is not ours. Ask for a new one."),
)
REPLACED = ProblemKind(
    "credential-replaced",
    401,
    N_("Please verify your phone again"),
    N_(
        "The number was verified on another phone since, or the registration was erased or withdrawn."
    ),
)
