package token

import (
	"bufio"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// Patience is how long a driver may think before it is ended: some devices make
// an RSA signature in seconds, and the dialog of a key pad waits for a person.
const Patience = 60 * time.Second

// Desk is the key devices of this machine.
type Desk struct {
	Modules []Module
	// Program runs Host: the own binary with HostCommand.
	Program []string
	// Environment is added to that of this process.
	Environment []string
	// Patience of a call; zero is the constant of this name.
	Patience time.Duration
}

// Login opens a token for one batch.
type Login struct {
	PIN []byte // wiped by Open
	// LastTry says that the person knows that a wrong PIN locks the token now.
	LastTry bool
}

// Look asks each driver what is there. A driver that fails stands in the list
// with its Err and hides no other. A token that several drivers show comes with
// the first of them.
func (d Desk) Look(ctx context.Context) []Library {
	all := make([]Library, len(d.Modules))
	var group sync.WaitGroup
	for i, m := range d.Modules {
		group.Go(func() { all[i] = d.lookAt(ctx, m) })
	}
	group.Wait()
	once(all)
	return all
}

func (d Desk) lookAt(ctx context.Context, m Module) Library {
	c, err := d.start()
	if err != nil {
		return Library{Module: m, Err: err}
	}
	defer c.stop()
	answer, err := c.ask(ctx, request{Do: doLook, Module: m.Path})
	if err != nil || answer.Library == nil {
		return Library{Module: m, Err: errors.Join(err)}
	}
	library := *answer.Library
	library.Module = m
	return library
}

// Open logs in to a token. The session is to be closed, and used by one
// goroutine at a time.
func (d Desk) Open(ctx context.Context, id ID, in Login) (*Session, error) {
	defer Wipe(in.PIN)
	c, err := d.start()
	if err != nil {
		return nil, err
	}
	_, err = c.ask(ctx, request{Do: doOpen, Module: id.Module, Token: id, LastTry: in.LastTry}, in.PIN)
	if err != nil {
		c.stop()
		return nil, err
	}
	return &Session{child: c, id: id}, nil
}

// ChangePIN sets a new PIN by the old one. Both are wiped.
func (d Desk) ChangePIN(ctx context.Context, id ID, old Login, fresh []byte) error {
	return d.set(ctx, request{Do: doChange, Module: id.Module, Token: id, LastTry: old.LastTry}, old.PIN, fresh)
}

// Unlock sets a new PIN by the code of the security officer, which the
// authority keeps. Both are wiped. It is the deed of a recovery (khôi phục
// thiết bị lưu khóa bí mật), not a way around it.
func (d Desk) Unlock(ctx context.Context, id ID, officer Login, fresh []byte) error {
	return d.set(ctx, request{Do: doUnlock, Module: id.Module, Token: id, LastTry: officer.LastTry}, officer.PIN, fresh)
}

func (d Desk) set(ctx context.Context, q request, secrets ...[]byte) error {
	defer Wipe(secrets...)
	c, err := d.start()
	if err != nil {
		return err
	}
	defer c.stop()
	_, err = c.ask(ctx, q, secrets...)
	return err
}

// Session is an open token.
type Session struct {
	child *child
	id    ID
}

// Sign signs a digest by the key of the certificate, as crypto.Signer does:
// *rsa.PSSOptions ask for PSS. The value is checked under the certificate
// before it is given out.
func (s *Session) Sign(ctx context.Context, c *x509.Certificate, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	_, pss := opts.(*rsa.PSSOptions)
	answer, err := s.child.ask(ctx, request{
		Do: doSign, Module: s.id.Module, Token: s.id, Certificate: Fingerprint(c.Raw), Hash: opts.HashFunc().String(), PSS: pss, Digest: digest,
	})
	if err != nil {
		return nil, err
	}
	if !fits(c, digest, opts.HashFunc(), pss, answer.Value) {
		return nil, refuse(CodeWrong, "")
	}
	return answer.Value, nil
}

func fits(c *x509.Certificate, digest []byte, h crypto.Hash, pss bool, value []byte) bool {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if pss {
			return rsa.VerifyPSS(key, h, digest, value, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
		}
		return rsa.VerifyPKCS1v15(key, h, digest, value) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, value)
	}
	return false
}

// Close logs out and ends the child; the PIN ends with it.
func (s *Session) Close() { s.child.stop() }

// child is a process that holds a driver.
type child struct {
	command  *exec.Cmd
	in       io.WriteCloser
	answers  chan reply // closed when the pipe ends
	patience time.Duration
}

func (d Desk) start() (*child, error) {
	if len(d.Program) == 0 {
		return nil, errors.New("token: no program to hold the drivers")
	}
	command := exec.Command(d.Program[0], d.Program[1:]...)
	command.Env = append(os.Environ(), d.Environment...)
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	c := &child{command: command, in: in, answers: make(chan reply, 1), patience: d.Patience}
	if c.patience == 0 {
		c.patience = Patience
	}
	go c.listen(bufio.NewReader(out))
	return c, nil
}

func (c *child) listen(r *bufio.Reader) {
	defer close(c.answers)
	for {
		var answer reply
		if err := readLine(r, &answer); err != nil {
			return
		}
		c.answers <- answer
	}
}

// ask sends a request and waits within the patience. A child that was ended
// answers nothing more.
func (c *child) ask(ctx context.Context, q request, secrets ...[]byte) (reply, error) {
	for _, s := range secrets {
		if len(s) > maxSecret {
			return reply{}, refuse(CodePINForm, "")
		}
		q.Secrets = append(q.Secrets, len(s))
	}
	if err := c.send(q, secrets); err != nil {
		return reply{}, refuse(CodeFell, "")
	}
	timer := time.NewTimer(c.patience)
	defer timer.Stop()
	select {
	case answer, open := <-c.answers:
		if !open {
			return reply{}, refuse(CodeFell, "")
		}
		if answer.Code != "" {
			return reply{}, refuse(answer.Code, answer.Detail)
		}
		return answer, nil
	case <-timer.C:
		c.kill()
		return reply{}, refuse(CodeHangs, "")
	case <-ctx.Done():
		c.kill()
		return reply{}, ctx.Err()
	}
}

func (c *child) send(q request, secrets [][]byte) error {
	if err := writeLine(c.in, q); err != nil {
		return err
	}
	for _, s := range secrets {
		if _, err := c.in.Write(s); err != nil {
			return err
		}
	}
	return nil
}

func (c *child) kill() { _ = c.command.Process.Kill() } // it may have ended by itself

// stop closes the pipe, at which a child logs out and ends, and does not wait
// for one that hangs.
func (c *child) stop() {
	_ = c.in.Close()
	late := time.AfterFunc(min(c.patience, 5*time.Second), c.kill)
	defer late.Stop()
	for range c.answers { // until its pipe ends
	}
	_ = c.command.Wait() // its status says nothing: a driver may fall while it ends
}
