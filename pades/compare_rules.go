package pades

// The rules that allow or condemn a change: a stable name, then the clause.
const (
	ruleReadings   = "two-readings: ISO 32000-2, 7.5.4 and 7.5.6"
	ruleTrailer    = "trailer: ISO 32000-2, 7.5.5, table 15"
	ruleBehind     = "bytes-after-end: ISO 32000-2, 7.5.5 and 7.5.6"
	ruleFreed      = "freed-object: ISO 32000-2, 7.5.4"
	ruleRepeated   = "repeated-keys: ISO 32000-2, 7.3.7"
	ruleRest       = "unexplained: ISO 32000-2, 12.8.2.2: changes that no rule allows"
	ruleCatalog    = "catalog: ISO 32000-2, 7.7.2, table 29"
	rulePrivate    = "private-data: ISO 32000-2, 14.5"
	ruleExtensions = "extensions: ISO 32000-2, 7.12"
	ruleInfo       = "information: ISO 32000-2, 14.3.3"
	ruleXMP        = "metadata: ISO 32000-2, 14.3.2; ISO 16684-1"
	ruleDSS        = "security-store: ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2"
	ruleDrift      = "rounding: ISO 32000-2, 7.3.3 and 12.8.2.2"
	rulePages      = "pages: ISO 32000-2, 7.7.3"
	ruleTags       = "structure-tree: ISO 32000-2, 14.7"
	ruleAnnot      = "annotations: ISO 32000-2, 12.5 and 12.8.2.2"
	ruleForm       = "form: ISO 32000-2, 12.7.3"
	ruleField      = "form-filling: ISO 32000-2, 12.7.4"
	ruleLook       = "appearance: ISO 32000-2, 12.7.4.3"
	ruleReadOnly   = "fields-closed: ISO 32000-2, 12.7.4.1 and 12.8.2.4"
	ruleSig        = "signing: ISO 32000-2, 12.7.5.5 and 12.8.1"
	ruleOverlay    = "signature-overlay: ISO 32000-2, 12.8.2.2 (Rohlmann and others, IEEE S&P 2021)"
	ruleMDP        = "doc-mdp: ISO 32000-2, 12.8.2.2, table 257"
	ruleFieldMDP   = "field-mdp: ISO 32000-2, 12.8.2.4 and 12.7.5.5"
	// ruleApproval is the default of this package for approval signatures that
	// stand under no DocMDP; see [Policy].
	ruleApproval = "approval-default: ISO 32000-2, 12.8.2.2, as P 3"
)
