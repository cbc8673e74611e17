"""Draws the pages of a PDF: python drawing.py sample.pdf folder.

A program of its own, for files may be broken or hostile. It may use so much memory and time and no more, and writes
page by page: when it is stopped, what came before is not lost. It needs neither Django nor the portal, so it starts
quickly.
"""

import resource
import sys

import pypdfium2

MOST_PAGES = 12
LONG_SIDE = 2560  # pixels, as large as pictures are kept
MEMORY = 1024**3
SECONDS = 60


def main(path, folder):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()  # else what was written into the fields of a form would not be there
    for number in range(min(len(pdf), MOST_PAGES)):
        page = pdf[number]
        picture = page.render(scale=LONG_SIDE / max(page.get_size())).to_pil().convert("RGB")
        picture.save(f"{folder}/{number + 1}.jpg", quality=95, subsampling=0)
        page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
