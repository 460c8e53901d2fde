package token

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Limits of the pipe between this process and a child. A driver can say
// nothing longer: certificates are read up to maxObject, and counted.
const (
	maxLine    = 8 << 20
	maxSecret  = 256
	maxSecrets = 2
	maxObject  = 16 << 10 // bytes of a certificate
	maxHeld    = 64       // certificates of a token
	maxTokens  = 32       // tokens of a driver
)

// frameMark begins each line of ours, as some drivers print to the standard
// output of their process.
const frameMark = '\x1e'

// What a child is asked to do.
type deed string

const (
	doLook   deed = "look"
	doOpen   deed = "open"
	doSign   deed = "sign"
	doChange deed = "change"
	doUnlock deed = "unlock"
)

// request is one line to the child. Secrets follow it as raw bytes of these
// lengths, so that no PIN is ever inside JSON.
type request struct {
	Do          deed   `json:"do"`
	Module      string `json:"module"`
	Token       ID     `json:"token"`
	LastTry     bool   `json:"last_try,omitempty"`
	Certificate string `json:"certificate,omitempty"` // fingerprint
	Hash        string `json:"hash,omitempty"`
	PSS         bool   `json:"pss,omitempty"`
	Digest      []byte `json:"digest,omitempty"`
	Secrets     []int  `json:"secrets,omitempty"`
}

// reply is one line back.
type reply struct {
	Code    string   `json:"code,omitempty"` // of a refusal
	Detail  string   `json:"detail,omitempty"`
	Library *Library `json:"library,omitempty"`
	Value   []byte   `json:"value,omitempty"`
}

func writeLine(w io.Writer, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing to the pipe: %w", err)
	}
	line := make([]byte, 0, len(raw)+3)
	line = append(line, '\n', frameMark)
	line = append(append(line, raw...), '\n')
	_, err = w.Write(line)
	return err
}

// readLine takes the next line of ours and passes over what a driver printed.
func readLine(r *bufio.Reader, into any) error {
	for {
		line, err := boundedLine(r)
		if err != nil {
			return err
		}
		if len(line) == 0 || line[0] != frameMark {
			continue
		}
		if err := json.Unmarshal(line[1:], into); err != nil {
			return fmt.Errorf("reading the pipe: %w", err)
		}
		return nil
	}
}

var errLongLine = errors.New("reading the pipe: the line is too long")

func boundedLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			return nil, errLongLine
		}
		line = append(line, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return line, err
	}
}

// readSecrets takes the raw bytes after a request.
func readSecrets(r *bufio.Reader, lengths []int) ([][]byte, error) {
	if len(lengths) > maxSecrets {
		return nil, errors.New("reading the pipe: too many secrets")
	}
	var all [][]byte
	for _, n := range lengths {
		if n < 0 || n > maxSecret {
			return nil, errors.New("reading the pipe: length of a secret")
		}
		secret := make([]byte, n)
		if _, err := io.ReadFull(r, secret); err != nil {
			return nil, fmt.Errorf("reading the pipe: %w", err)
		}
		all = append(all, secret)
	}
	return all, nil
}

// Wipe writes zeros over a secret.
func Wipe(secrets ...[]byte) {
	for _, s := range secrets {
		clear(s)
	}
}
