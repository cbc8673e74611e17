"""What every publishable thing shares: status, languages, partial dates, pictures, files.

Abstract: this room owns no table. A thing belongs here if a page of every subject would use it.
"""
