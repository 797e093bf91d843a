"""What every endpoint shares: declaration, decoding, problems, words, the OpenAPI document."""

__all__ = [
    "app_files",
    "caching",
    "decoding",
    "endpoint",
    "fields",
    "functions",
    "http",
    "openapi",
    "problems",
    "queries",
    "refreshing",
    "sealed_texts",
    "signed_files",
    "words",
]
