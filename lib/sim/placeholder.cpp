// Removed once this box has its first file.
