"""What every endpoint shares: declaration, decoding, problems, words, the OpenAPI document."""
