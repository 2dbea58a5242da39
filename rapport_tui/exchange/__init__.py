"""Import and export formats: from bytes to records, and from records to text, without interface or store."""
