"""Errors as Qdrant reports them: a gRPC status and its wording."""

import grpc


class Refusal(Exception):
    """A request that is answered with a gRPC status instead of a result."""

    def __init__(self, code: grpc.StatusCode, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


def wrong_input(message: str) -> Refusal:
    """The request contradicts the collection: a wrong vector name or size, a bad identifier."""
    return Refusal(grpc.StatusCode.INVALID_ARGUMENT, f"Wrong input: {message}")


def malformed(message: str) -> Refusal:
    """The request is wrong by itself, whatever the collection."""
    return Refusal(grpc.StatusCode.INVALID_ARGUMENT, message)


def no_collection(name: str) -> Refusal:
    return Refusal(grpc.StatusCode.NOT_FOUND, f"Not found: Collection `{name}` doesn't exist!")


def not_found(message: str) -> Refusal:
    return Refusal(grpc.StatusCode.NOT_FOUND, f"Not found: {message}")


def already_exists(name: str) -> Refusal:
    return Refusal(grpc.StatusCode.ALREADY_EXISTS, f"Wrong input: Collection `{name}` already exists!")


def unsupported(what: str) -> Refusal:
    """Real Qdrant does this; the development server does not."""
    return Refusal(grpc.StatusCode.UNIMPLEMENTED, f"qdrant-dev does not support {what}")


# What the engine says when the request is at fault; anything else it says is its own failure.
_REQUEST_FAULTS = (
    "Vector dimension error",
    "Not existing vector name",
    "Wrong usage of sparse vectors",
    "Wrong sparse indices",
    "No range index for `order_by`",
    "No appropriate index for faceting",
    "Conversion between sparse and regular vectors",
    "Conversion between multi and regular vectors",
    "Validation error",
    "Wrong input",
    "Bad request",
    "Bad input",
)


def from_engine(fault: Exception) -> Refusal:
    """Turns an exception of the engine, which are all of one class, into a status."""
    text = str(fault)
    if isinstance(fault, (ValueError, TypeError, OverflowError)) or text.startswith(_REQUEST_FAULTS):
        return wrong_input(text.removeprefix("Wrong input: "))
    if text.startswith("No point with id"):
        return not_found(text)
    return Refusal(grpc.StatusCode.INTERNAL, f"Service internal error: {text}")
