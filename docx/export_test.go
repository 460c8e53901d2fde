package docx

// Normal is how Compare sees paragraphs.
func Normal(list []string) []string { return normal(list) }
