/** Whether a network is the lecture's, which a phone in its room sees and cannot change: the server
 * takes it for a session with such an id (app/api/rooms/lent_network.py).
 * @type {(id: string | null | undefined) => boolean} */
export const isLent = (id) => id?.startsWith("room-") === true;
