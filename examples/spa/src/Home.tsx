export function Home() {
  return (
    <main>
      <h1>Harbour logistics without the phone calls</h1>
      <p>Tidewright plans berths, cranes and trucks, and tells everybody before they have to ask.</p>
      <p>
        <a href="/contact">Talk to us</a>
      </p>
    </main>
  );
}
