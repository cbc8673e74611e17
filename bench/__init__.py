"""What a page costs, next to an empty Django view and to bare Django under the same server (bench/README.md)."""
