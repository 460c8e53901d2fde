package etsireport

import "encoding/xml"

// Names of the schema (TS 119 102-2, 4.1) and of what we add to it.
const (
	namespace      = "http://uri.etsi.org/19102/v1.2.1#"
	namespaceDS    = "http://www.w3.org/2000/09/xmldsig#"
	namespaceOwn   = "urn:antin:report:1"
	indicationURI  = "urn:etsi:019102:mainindication:"
	subURI         = "urn:etsi:019102:subindication:"
	statusApplied  = "urn:etsi:019102:constraintStatus:applied"
	objectURI      = "urn:etsi:019102:validationObject:"
	processURI     = "urn:etsi:019102:validationprocess:"
	proofByCheck   = "urn:etsi:019102:poetype:validation"
	digestSHA256   = "http://www.w3.org/2001/04/xmlenc#sha256"
	ownConstraint  = "urn:antin:constraint:"
	ownData        = "urn:antin:report-data:"
	ownQuality     = "urn:antin:signature-level:"
	ownNoSignature = "urn:antin:mainindication:no-signature"
)

type validationReport struct {
	XMLName    xml.Name         `xml:"ValidationReport"`
	Space      string           `xml:"xmlns,attr"`
	SpaceDS    string           `xml:"xmlns:ds,attr"`
	SpaceOwn   string           `xml:"xmlns:antin,attr"`
	Signatures []signatureEntry `xml:"SignatureValidationReport"`
	Objects    *objectList      `xml:"SignatureValidationObjects"`
}

type signatureEntry struct {
	Identifier  *identifier   `xml:"SignatureIdentifier"`
	Constraints *constraints  `xml:"ValidationConstraintsEvaluationReport"`
	Times       *timeInfo     `xml:"ValidationTimeInfo"`
	Document    *signersFile  `xml:"SignersDocument"`
	Attributes  *attributes   `xml:"SignatureAttributes"`
	Signer      *signerInfo   `xml:"SignerInformation"`
	Quality     *qualityInfo  `xml:"SignatureQuality"`
	Process     *process      `xml:"SignatureValidationProcess"`
	Status      statusDetails `xml:"SignatureValidationStatus"`
}

type identifier struct {
	ID          string `xml:"id,attr"`
	Value       string `xml:"ds:SignatureValue,omitempty"`
	HashOnly    bool   `xml:"HashOnly"`
	DocHashOnly bool   `xml:"DocHashOnly"`
	Field       string `xml:"DAIdentifier,omitempty"`
}

type constraints struct {
	List []constraint `xml:"ValidationConstraint"`
}

type constraint struct {
	Identifier string         `xml:"ValidationConstraintIdentifier"`
	Applied    string         `xml:"ConstraintStatus>Status"`
	Status     *statusDetails `xml:"ValidationStatus"`
	Said       *said          `xml:"Indications"`
}

type said struct {
	Clause string `xml:"antin:Clause,omitempty"`
	Detail string `xml:"antin:Detail,omitempty"`
}

type timeInfo struct {
	Validated string `xml:"ValidationTime"`
	Best      proof  `xml:"BestSignatureTime"`
}

// proof is a POEType.
type proof struct {
	Time   string     `xml:"POETime"`
	Type   string     `xml:"TypeOfProof"`
	Object *reference `xml:"POEObject"`
}

type reference struct {
	To string `xml:"VOReference,attr"`
}

type digest struct {
	Method digestMethod `xml:"ds:DigestMethod"`
	Value  string       `xml:"ds:DigestValue"`
}

type digestMethod struct {
	Algorithm string `xml:"Algorithm,attr"`
}

type signersFile struct {
	Digest digest     `xml:"DigestAlgAndValue"`
	Ref    *reference `xml:"SignersDocumentRef"`
}

type attributes struct {
	SigningTime   *signingTime    `xml:"SigningTime"`
	Certificate   *signingCert    `xml:"SigningCertificate"`
	Stamps        []stampValue    `xml:"SignatureTimeStamp"`
	MessageDigest *digestValue    `xml:"MessageDigest"`
	DocumentStamp []stampValue    `xml:"DocTimeStamp"`
	SubFilter     *subFilterValue `xml:"SubFilter"`
}

type signingTime struct {
	Signed bool   `xml:"Signed,attr"`
	Time   string `xml:"Time"`
}

type signingCert struct {
	Signed bool       `xml:"Signed,attr"`
	Object *reference `xml:"AttributeObject"`
	Digest digest     `xml:"CertID"`
}

type stampValue struct {
	Object *reference `xml:"AttributeObject"`
	Time   string     `xml:"TimeStampValue"`
}

type digestValue struct {
	Signed bool   `xml:"Signed,attr"`
	Digest string `xml:"Digest"`
}

type subFilterValue struct {
	Name string `xml:"SubFilterElement"`
}

type signerInfo struct {
	Certificate reference `xml:"SignerCertificate"`
	Name        string    `xml:"Signer,omitempty"`
}

type qualityInfo struct {
	URIs []string `xml:"SignatureQualityInformation"`
}

type process struct {
	ID string `xml:"SignatureValidationProcessID"`
}

// statusDetails is a ValidationStatusType.
type statusDetails struct {
	Main string       `xml:"MainIndication"`
	Sub  string       `xml:"SubIndication,omitempty"`
	Data *reportsData `xml:"AssociatedValidationReportData"`
}

// reportsData is a ValidationReportDataType.
type reportsData struct {
	Anchor     *reference  `xml:"TrustAnchor"`
	Chain      *chain      `xml:"CertificateChain"`
	Related    []reference `xml:"RelatedValidationObject"`
	Revocation *revocation `xml:"RevocationStatusInformation"`
	Crypto     *cryptoInfo `xml:"CryptoInformation"`
	More       *moreData   `xml:"AdditionalValidationReportData"`
}

type chain struct {
	Signing      reference   `xml:"SigningCertificate"`
	Intermediate []reference `xml:"IntermediateCertificate"`
	Anchor       *reference  `xml:"TrustAnchor"`
}

type revocation struct {
	Object reference `xml:"ValidationObjectId"`
	Time   string    `xml:"RevocationTime"`
}

type cryptoInfo struct {
	Object    reference `xml:"ValidationObjectId"`
	Algorithm string    `xml:"Algorithm"`
	Secure    bool      `xml:"SecureAlgorithm"`
}

type moreData struct {
	List []typedData `xml:"ReportData"`
}

type typedData struct {
	Type  string `xml:"Type"`
	Value any    `xml:"Value"`
}

type objectList struct {
	List []object `xml:"ValidationObject"`
}

// object is a ValidationObjectType.
type object struct {
	ID     string          `xml:"id,attr"`
	Type   string          `xml:"ObjectType"`
	Form   representation  `xml:"ValidationObjectRepresentation"`
	Proof  *proof          `xml:"POE"`
	Proves *proving        `xml:"POEProvisioning"`
	Report *signatureEntry `xml:"ValidationReport"`
}

// representation has one of the two.
type representation struct {
	Base64 *string `xml:"base64"`
	Digest *digest `xml:"DigestAlgAndValue"`
}

// proving is a POEProvisioningType.
type proving struct {
	Time  string `xml:"POETime"`
	Field string `xml:"SignatureReference>PAdESFieldName"`
}
