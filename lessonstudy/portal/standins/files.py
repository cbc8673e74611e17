def make_pdf(): pass
def make_pptx(): pass
