"""Says whether a PDF opens: python opening.py <sample.pdf. A program of its own, for files may be broken or hostile.

It writes "opens", "password", or nothing. One that opens with an empty password opens for every reader.
"""

import resource
import sys

MEMORY = 1024**3
SECONDS = 10


def main():
    import pypdfium2  # noqa: PLC0415 - not before the limits are set
    from pypdfium2.raw import FPDF_ERR_PASSWORD  # noqa: PLC0415

    try:
        pdf = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        return "password" if error.err_code == FPDF_ERR_PASSWORD else ""
    return "opens" if len(pdf) else ""


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(main())
