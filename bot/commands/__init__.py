"""What the commands print, one file each: texts and documents, made from the parts below. No options, no terminal."""
