"""Prints the gateway's OpenAPI document, from which the app's types are made."""

import sys

from ansim.visitor.api import openapi
from ansim.visitor.process import ENDPOINTS
from ansim.visitor.venues import endpoints

sys.stdout.buffer.write(openapi.document((*ENDPOINTS, *endpoints.ENTRIES)))
