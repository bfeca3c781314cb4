import { useState } from 'preact/hooks';

/** A form as single-page apps have them: its own code takes the submit event and sends what was typed. */
export function Contact() {
  const [isSent, setSent] = useState(false);
  if (isSent) {
    return (
      <main>
        <h1>Thank you</h1>
        <p role="status">We will write to you within one working day.</p>
      </main>
    );
  }
  return (
    <main>
      <h1>Contact</h1>
      <form
        id="contact"
        name="Contact"
        onSubmit={(event) => {
          event.preventDefault();
          setSent(true);
        }}
      >
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="name" required />
        <label for="email">Work e-mail</label>
        <input id="email" name="email" type="email" autocomplete="email" required />
        <label for="message">How can we help?</label>
        <textarea id="message" name="message" rows={4} />
        <button type="submit">Send</button>
      </form>
    </main>
  );
}
